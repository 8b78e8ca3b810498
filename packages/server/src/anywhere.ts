// One file for a process of Node.js and for a worker of a browser: what is common to both is most of it.
if (typeof process === 'object' && process.versions?.node !== undefined) void import('./ipc.ts');
else void import('./browser.ts');

export {};
