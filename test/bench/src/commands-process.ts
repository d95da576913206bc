/** Loaded before a command: when the process ends, says in its fourth stream how much CPU time it took, all threads. */
import { writeSync } from 'node:fs';

process.once('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, String(userCPUTime + systemCPUTime));
});
