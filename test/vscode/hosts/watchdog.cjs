// In the place of the native module native-watchdog, which ends an extension host whose parent is gone. The tests end the
// whole group of processes.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
