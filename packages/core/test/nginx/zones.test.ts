import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('zones', () => testTable(new URL('zones.cases.conf', import.meta.url)));
