/** The commands; what one needs is loaded when it is called, so that `check` starts at once. */
const [, , command, ...args] = process.argv;
if (command === 'check') {
  const { runCheck } = await import('./check.ts');
  process.exitCode = await runCheck(args);
} else if (command === 'explain') {
  const { runExplain } = await import('./explain.ts');
  process.exitCode = await runExplain(args);
} else await import('./program.ts');
