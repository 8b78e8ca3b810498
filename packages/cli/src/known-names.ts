/** What config files may name, for whom it is loaded only where there is such a file. */
export { rules } from '@nginx-lint/core';
