import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('upstream', () => testTable(new URL('upstream.cases.conf', import.meta.url)));
