import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('conditions', () => testTable(new URL('conditions.cases.conf', import.meta.url)));
