/** The command could not do its work: one line on standard error, exit code 2. */
export { Failure } from '@nginx-lint/service/project';
