import type { Engine } from './engine.js';
import { userNameOf, withUserName } from './statements.js';

/** It takes the documents as they are, but for policy variables in conditions, which it does not replace. */
export const pbac: Engine = {
  name: 'pbac',
  package: 'pbac',
  note: 'the documents as they are, the name of the user written into them',
  async prepare(workload) {
    const { default: PBAC } = await import('pbac');
    const documents: readonly object[] = JSON.parse(
      withUserName(JSON.stringify(workload.policies), userNameOf(workload)),
    );
    const engine = new PBAC(documents);
    return ({ action, resource, context }) =>
      engine.evaluate({
        action,
        resource,
        context: {
          aws: {
            SourceIp: context['aws:SourceIp'],
            CurrentTime: context['aws:CurrentTime'],
            username: context['aws:username'],
            'ResourceTag/team': context['aws:ResourceTag/team'],
            'ResourceTag/owner': context['aws:ResourceTag/owner'],
          },
        },
      });
  },
};
