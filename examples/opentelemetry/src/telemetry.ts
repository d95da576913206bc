import { createRequire } from 'node:module';
import { metrics } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { recordDecisions } from './instrument.js';
import { terminalMetrics, terminalSpans } from './terminal.js';

const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(terminalSpans)] });
const metering = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter: terminalMetrics })],
});
tracing.register();
metrics.setGlobalMeterProvider(metering);
// The spans of HTTP requests: made from when somebody requires `node:http`, which programs of ES modules alone never do.
new HttpInstrumentation().enable();
createRequire(import.meta.url)('node:http');
recordDecisions();
const stop = () => Promise.allSettled([tracing.shutdown(), metering.shutdown()]);
process.once('beforeExit', () => void stop());
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // A mock that listens itself comes to `beforeExit`; any other would end here with nothing sent.
  process.once(signal, async () => {
    if (process.listenerCount(signal) > 0) return;
    await stop();
    process.kill(process.pid, signal);
  });
}
