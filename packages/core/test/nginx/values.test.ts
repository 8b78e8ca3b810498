import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('values and duplicates', () => testTable(new URL('values.cases.conf', import.meta.url)));
