/** The statement of costs of an organisation and month, as a table (I9). */
export const statement = {
  column: {
    kind: 'Kind',
    date: 'Date',
    incident: 'Incident',
    order: 'Order',
    what: 'Service',
    state: 'State',
    fee: 'Case fee',
    feeCurrency: 'Currency of the case fee',
    estimate: 'Estimate',
    estimateCurrency: 'Currency of the estimate',
    actual: 'Actual cost',
    actualCurrency: 'Currency of the actual cost',
    decidedBy: 'Decided by',
    means: 'How',
    decidedAt: 'Decided at',
    ratification: 'Approval afterwards',
  },
  kind: { 'case-fee': 'Case fee', order: 'Service', total: 'Total' },
  ratification: { asked: 'asked for', ratified: 'approved', refused: 'refused' },
} as const;
