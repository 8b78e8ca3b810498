import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('locations', () => testTable(new URL('locations.cases.conf', import.meta.url)));
