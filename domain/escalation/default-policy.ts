/** What counts where an organisation has set nothing. Apart from the schema, so that workflows need not load one. */
export const defaultEscalationPolicy = {
  ringSeconds: 25,
  talkSeconds: 90,
  replySeconds: 120,
  roundDelaySeconds: 300,
  providerRoundDelaySeconds: 30,
  contactsNeeded: 1,
  acknowledgementExpirySeconds: 1800,
  overrideDelaySeconds: 600,
  overrideCostCeiling: { amountMinor: 10_000_00, currency: 'EUR' },
  reopenWindowSeconds: 86_400,
  callBackAttempts: 5,
  callBackDelaySeconds: 60,
  approvalExpirySeconds: 14_400,
  costTolerancePercent: 0,
  ratificationExpirySeconds: 2_592_000,
  ratificationRoundDelaySeconds: 86_400,
};
