#!/usr/bin/env node
// CommonJS, as what is in this folder: Node starts a module of the other kind some milliseconds later.
const { load } = require('./load.js');

start();

async function start() {
  // Whatever ends the process before the work is done is a failure.
  process.exitCode = 2;
  try {
    await load({ cached: true }).exports.main();
  } catch (error) {
    process.stderr.write(`nginx-lint: cannot be loaded: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(2);
  }
}
