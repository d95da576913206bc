/** The command that makes a plan that can be read, as a mend. */
export const planMend =
  'run `terraform plan -out tf.plan` and `terraform show -json tf.plan > plan.json`, and name plan.json';
