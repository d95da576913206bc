/** What `explain` prints of an answer. */
export { explanationText } from '@cognito-iam/account';
