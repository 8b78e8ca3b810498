import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('networks', () => testTable(new URL('networks.cases.conf', import.meta.url)));
