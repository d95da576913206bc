import { engines } from '../engines/engines.js';
import { wrongAnswers } from '../engines/parity.js';
import type { Cell, Row, Section, Settings, Table } from '../section.js';
import { readWorkload, workloadNames } from '../workload.js';

/** How many of the expected answers every engine gives. The process ends in an error where one does not give them all. */
export const paritySection: Section = {
  name: 'parity',
  async measure({ progress }: Settings): Promise<Table> {
    const rows: Row[] = [];
    const notes: string[] = [];
    for (const engine of engines) {
      const cells: Record<string, Cell> = {};
      for (const name of workloadNames) {
        progress.say(`${engine.name}: ${name}`);
        const workload = readWorkload(name);
        const wrong = await wrongAnswers(engine, workload);
        const asked = workload.requests.length * 2;
        cells[name] = { kind: 'text', text: `${asked - wrong.length} of ${asked}` };
        for (const { action, resource, expected, got } of wrong) {
          notes.push(`${engine.name}, ${name}: ${action} on ${resource} is ${expected}, got ${got}`);
        }
      }
      rows.push({ name: engine.name, cells });
    }
    if (notes.length > 0) process.exitCode = 1;
    return {
      section: 'parity',
      title: 'Right answers',
      about: 'Each of the 50 requests of a workload is asked twice, for engines that remember.',
      columns: workloadNames,
      rows,
      notes,
    };
  },
};
