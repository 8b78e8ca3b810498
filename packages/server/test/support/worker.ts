import { Worker } from 'node:worker_threads';

/** Runs a bundle as a browser's worker would: in a context of its own that has nothing of Node.js. */
const STAGE = `
const { parentPort, workerData } = require('node:worker_threads');
const vm = require('node:vm');
const listeners = [];
const self = {
  postMessage: (message) => parentPort.postMessage(message),
  addEventListener: (type, listener) => { if (type === 'message') listeners.push(listener); },
  set onmessage(listener) { listeners.push(listener); },
};
const blocked = () => { throw new Error('there is no Node.js here'); };
const context = { self, require: blocked, console, TextEncoder, TextDecoder, setTimeout, clearTimeout, atob, btoa, URL,
  performance, queueMicrotask, setImmediate: undefined, process: undefined, Buffer: undefined };
vm.createContext(context);
vm.runInContext(workerData, context, { importModuleDynamically: blocked });
parentPort.on('message', (data) => { for (const listener of listeners) listener({ data }); });
`;

export function startWorker(bundle: string): Worker {
  return new Worker(STAGE, { eval: true, workerData: bundle });
}
