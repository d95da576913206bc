import { SpanStatusCode } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, hrTimeToMilliseconds } from '@opentelemetry/core';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

type Done = (result: ExportResult) => void;

const nothing = (): Promise<void> => Promise.resolve();

/** Lines by the id of the span that they belong under. */
const waiting = new Map<string, readonly string[]>();

/** Prints every request with what was decided about it. A span ends before its parent, and is printed with it. */
export const terminalSpans: SpanExporter = {
  export(spans: ReadableSpan[], done: Done): void {
    for (const span of spans) {
      const { parentSpanContext: parent } = span;
      const { spanId } = span.spanContext();
      const lines = [...spanLines(span), ...(waiting.get(spanId) ?? []).map((line) => `  ${line}`)];
      waiting.delete(spanId);
      if (parent === undefined || parent.isRemote === true) console.log(`${lines.join('\n')}\n`);
      else waiting.set(parent.spanId, [...(waiting.get(parent.spanId) ?? []), ...lines]);
    }
    done({ code: ExportResultCode.SUCCESS });
  },
  shutdown: nothing,
};

/** Prints what was measured of decisions: every minute, and at the end. */
export const terminalMetrics: PushMetricExporter = {
  export({ scopeMetrics }: ResourceMetrics, done: Done): void {
    for (const { scope, metrics } of scopeMetrics) {
      if (scope.name !== 'cognito-iam') continue;
      for (const { descriptor, dataPoints } of metrics) {
        console.log(descriptor.name);
        for (const { attributes, value } of dataPoints) {
          console.log(`  ${[measured(value), ...entries(attributes)].join('  ')}`);
        }
      }
    }
    done({ code: ExportResultCode.SUCCESS });
  },
  forceFlush: nothing,
  shutdown: nothing,
};

function spanLines({ name, duration, attributes, status }: ReadableSpan): readonly string[] {
  const { 'http.response.status_code': code } = attributes;
  const title = [name, ...(code === undefined ? [] : [code]), milliseconds(hrTimeToMilliseconds(duration))];
  const failed = status.code === SpanStatusCode.ERROR ? [`  ERROR ${status.message ?? ''}`.trimEnd()] : [];
  return [title.join('  '), ...failed, ...entries(attributes).map((entry) => `  ${entry}`)];
}

/** Those of decisions; HTTP has a dozen of its own. */
function entries(attributes: ReadableSpan['attributes']): readonly string[] {
  return Object.entries(attributes)
    .filter(([name]) => /^(?:cognito_iam|enduser|error|aws)\./.test(name))
    .map(([name, value]) => `${name}=${value}`);
}

function measured(value: number | { readonly count: number; readonly sum?: number | undefined }): string {
  if (typeof value === 'number') return String(value);
  return `${value.count} of ${milliseconds((1000 * (value.sum ?? 0)) / value.count)}`;
}

function milliseconds(duration: number): string {
  return `${duration.toFixed(2)} ms`;
}
