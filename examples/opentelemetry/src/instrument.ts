import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type DecisionEvent, decisionChannelName } from '@cognito-iam/core';
import { type Attributes, metrics, type SpanStatus, SpanStatusCode, trace } from '@opentelemetry/api';

/**
 * Makes a span and two measurements of every decision of this process, with the providers that are registered now.
 * Gives what ends it.
 */
export function recordDecisions(): () => void {
  const tracer = trace.getTracer('cognito-iam');
  const meter = metrics.getMeter('cognito-iam');
  const decisions = meter.createCounter('cognito_iam.decisions', {
    description: 'Requests that were decided',
    unit: '{decision}',
  });
  const durations = meter.createHistogram('cognito_iam.decision.duration', {
    description: 'How long deciding took',
    unit: 's',
    // From a remembered decision to one that waits for keys until the time limit.
    advice: { explicitBucketBoundaries: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.1, 1, 5] },
  });

  function record(message: unknown): void {
    // Nothing else is published on this channel.
    const event = message as DecisionEvent;
    // The channel calls within the request, so that the span active there, which is HTTP's, becomes the parent.
    const span = tracer.startSpan(`authorize ${event.operation ?? 'unknown operation'}`, {
      startTime: event.time,
      attributes: spanAttributes(event),
    });
    span.setStatus(spanStatus(event)).end(event.time + event.duration);
    const bounded = metricAttributes(event);
    decisions.add(1, bounded);
    durations.record(event.duration / 1000, bounded);
  }

  subscribe(decisionChannelName, record);
  return () => unsubscribe(decisionChannelName, record);
}

/** What takes few values: each combination of them is a time series. So no principal, resource or policy. */
function metricAttributes({ operation, outcome, decision, cacheHit, error }: DecisionEvent): Attributes {
  return known({
    'cognito_iam.operation': operation,
    'cognito_iam.outcome': outcome,
    'cognito_iam.decision': decision,
    'cognito_iam.cache_hit': cacheHit,
    // A request that audit mode let through did not end in an error.
    'error.type': outcome === 'refused' ? error?.type : undefined,
  });
}

function spanAttributes(event: DecisionEvent): Attributes {
  return known({
    ...metricAttributes(event),
    'cognito_iam.action': event.action,
    'cognito_iam.resource': event.resource,
    'cognito_iam.decided_by': event.decidedBy,
    // The statements that decided: policy and sid of each stand at the same place.
    'cognito_iam.policy': event.matchedStatements?.map(({ policy }) => policy),
    'cognito_iam.sid': event.matchedStatements?.map(({ sid, index }) => sid ?? `#${index}`),
    'cognito_iam.reason': event.error?.reason,
    'cognito_iam.audited_error': event.outcome === 'audited' ? event.error?.type : undefined,
    'enduser.id': event.principal?.arn,
    'aws.request_id': event.requestId,
  });
}

function spanStatus({ outcome, error }: DecisionEvent): SpanStatus {
  if (outcome !== 'refused') return { code: SpanStatusCode.UNSET };
  return { code: SpanStatusCode.ERROR, message: error?.message ?? error?.type ?? '' };
}

function known(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
