import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('pass', () => testTable(new URL('pass.cases.conf', import.meta.url)));
