import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('rewrite', () => testTable(new URL('rewrite.cases.conf', import.meta.url)));
