export { readTemplate } from './read-template.js';
export { readTemplates, type TemplateFile, type TemplateParts } from './read-templates.js';
export type { ParameterValue, TemplateContext } from './template-context.js';
