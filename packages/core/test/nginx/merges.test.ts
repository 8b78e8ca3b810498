import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('what is merged', () => testTable(new URL('merges.cases.conf', import.meta.url)));
