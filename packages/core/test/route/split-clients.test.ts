import { describeValues } from './value-cases.ts';

const keys = Array.from({ length: 60 }, (_, index) => ({
  target: `/?k=${'abcdefgh'.slice(0, index % 9)}${index * 7919}`,
}));

describeValues('split_clients', import.meta.url, {
  shares: {
    http: 'split_clients "$arg_k" $v { 0.5% tiny; 12.25% eighth; 33% third; 20.1% fifth; * rest; }',
    server: 'return 200 "$v";',
    requests: keys,
  },
  'shares that fill all': {
    http: 'split_clients "${arg_k}salt" $v { 50% a; 49.99% b; 0.01% c; }',
    server: 'return 200 "$v";',
    requests: keys,
  },
  'shares that leave some out': {
    http: 'split_clients $arg_k $v { 10% "$arg_k"; 20% b; }',
    server: 'return 200 "[$v]";',
    requests: keys,
  },
  'bytes beyond ASCII': {
    http: 'split_clients $uri $v { 25% a; 25% b; 25% c; * d; }',
    server: 'return 200 "$v";',
    requests: ['%80', '%ff%fe%fd', '%c3%a9', 'x%f0y%e1z', '', 'a%ff%00b'.replace('%00', '%01')].map((path) => ({
      target: `/${path}`,
    })),
  },
});
