#!/usr/bin/env node
import '../dist/nginx-lint.js';
