import { type Account, formatFinding, loadAccount } from '@cognito-iam/account';
import type { OnDecision } from '@cognito-iam/core';
import { type AuditLog, openAuditLog } from '../audit/audit-log.js';
import { auditRecord } from '../audit/audit-record.js';
import { configFile } from '../config-file.js';
import type { Terminal } from '../terminal.js';
import { bannerJson, formatBanner } from './banner.js';
import { decisionJson } from './decision-json.js';
import { decisionLine, type LineStyle } from './decision-line.js';
import { doneWithin } from './done-within.js';
import { type Gateway, startGateway } from './gateway.js';
import { type LineWriter, lineWriter } from './line-writer.js';
import { plainLines } from './plain-text.js';
import type { LocalPool } from './pools.js';
import type { Report } from './report.js';
import { reportLine } from './report-line.js';
import { overridesOf, type ServeOptions } from './serve-options.js';
import { exitCodes, stopSignal } from './stop-signal.js';

/** How long requests under way may take once the gateway stops, in milliseconds. */
const stopLimit = 30_000;

/** How long what has begun to start may take to stop, in milliseconds. */
const startStopLimit = 2_000;

/** Serves until a signal; resolves with the exit code: 0, or that of the signal where it came before the start was over. Rejects with an error for the user where it cannot start. */
export async function runServe(options: ServeOptions, terminal: Terminal): Promise<number> {
  const { folder } = terminal;
  const file = configFile(terminal, options.config);
  const overrides = overridesOf(options, folder);
  const load = (localPools?: readonly LocalPool[]): Promise<Account> =>
    loadAccount(file, { folder, overrides, ...(localPools && { localPools }) });
  const json = options.json === true || !terminal.isTerminal;
  const lines = lineWriter(
    (text) => terminal.print(text.slice(0, -1)),
    (error) => terminal.tell(`the line of a decision is missing: ${String(error)}`),
  );
  const report = reporter(terminal, json, lines);
  const stopping = stopSignal(() => lines.flush());
  let auditLog: AuditLog | undefined;
  let hasStarted = false;
  const start = async (): Promise<Gateway> => {
    const account = await load();
    for (const finding of account.findings) {
      if (finding.severity === 'info') continue;
      report({ level: 'warn', event: 'finding', message: formatFinding(finding) });
    }
    const { auditLog: auditFile } = account.config;
    const failed = (message: string): void => report({ level: 'error', event: 'audit', message });
    auditLog = auditFile === undefined ? undefined : await openAuditLog(auditFile, failed);
    const decided = decisions(
      options,
      auditLog,
      lines,
      json ? undefined : terminal,
      () => gateway?.live.account ?? account,
    );
    let gateway: Gateway | undefined;
    gateway = await startGateway({
      ...{ account, load, watch: options.watch, report, abandoned: stopping.received },
      onDecision: decided,
    });
    return gateway;
  };
  try {
    const starting = start();
    const early = stopping.received.then((signal) => ({ signal }));
    const begun = await Promise.race([starting, early]);
    if ('signal' in begun) {
      const { signal } = begun;
      report({ level: 'info', event: 'stop', message: `stopping before it has started (${signal})` });
      const exitCode = exitCodes.get(signal) ?? 1;
      if (await stopsSoon(starting)) return exitCode;
      // What takes no notice, such as an emulator that is slow to start, ends with this process.
      lines.flush();
      await auditLog?.discard();
      process.exit(exitCode);
    }
    const gateway = begun;
    hasStarted = true;
    const { watch } = options;
    const auditFile = gateway.live.account.config.auditLog;
    const facts = {
      folder,
      watch,
      auditLog: auditFile,
      colours: terminal.colours,
      columns: terminal.columns,
    };
    terminal.print(json ? bannerJson(gateway) : formatBanner(gateway, facts));
    const signal = await stopping.received;
    const waiting = gateway.underWay === 0 ? '' : `; requests under way: ${gateway.underWay}`;
    report({ level: 'info', event: 'stop', message: `stopping (${signal})${waiting}` });
    const broken = await gateway.stop(stopLimit);
    const message = broken === 0 ? 'stopped' : `stopped; requests broken off: ${broken}`;
    report({ level: broken === 0 ? 'info' : 'warn', event: 'stop', message });
    return 0;
  } finally {
    lines.flush();
    if (hasStarted) await auditLog?.close();
    else await auditLog?.discard();
    stopping.release();
  }
}

/** Ends a start that is under way; resolves with whether nothing is left of it, after {@link startStopLimit} at the latest. */
function stopsSoon(starting: Promise<Gateway>): Promise<boolean> {
  // It may have started at the very moment; a start that fails has left nothing.
  const over = starting.then((gateway) => gateway.stop(0)).catch(() => undefined);
  return doneWithin(over, startStopLimit);
}

function reporter(terminal: Terminal, json: boolean, lines: LineWriter): Report {
  const style = { colours: terminal.errorColours, columns: terminal.columns };
  return ({ level, event, message: said }) => {
    const message = plainLines(said);
    const time = new Date();
    // What was decided before comes before.
    lines.flush();
    if (json) terminal.print(JSON.stringify({ time: time.toISOString(), level, event, message }));
    else terminal.tell(reportLine({ level, event, message }, time, style));
  };
}

/** What is done with every decision; `undefined` where nothing is, since telling takes time. People read lines in a `style`, programs JSON. */
function decisions(
  { quiet }: ServeOptions,
  auditLog: AuditLog | undefined,
  lines: LineWriter,
  style: LineStyle | undefined,
  current: () => Account,
): OnDecision | undefined {
  if (quiet === true && auditLog === undefined) return undefined;
  return (event, request, members) => {
    const account = current();
    if (quiet !== true) {
      lines.add(() =>
        style === undefined ? decisionJson(event, account) : decisionLine(event, account, style),
      );
    }
    if (auditLog === undefined) return;
    const scope = { account: account.directory.account, region: account.region };
    auditLog.write(() => auditRecord(event, request, scope, members));
  };
}
