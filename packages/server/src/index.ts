export { type Environment, serve } from './server.ts';
