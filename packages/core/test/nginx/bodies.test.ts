import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('bodies', () => testTable(new URL('bodies.cases.conf', import.meta.url)));
