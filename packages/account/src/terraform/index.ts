export { type PlanContext, readPlan } from './read-plan.js';
export { type PlanParts, type PlanSource, readPlans } from './read-plans.js';
