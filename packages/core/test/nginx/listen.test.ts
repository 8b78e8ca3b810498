import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('listen', () => testTable(new URL('listen.cases.conf', import.meta.url)));
