/** What the readiness check has found. */
export const readiness = {
  severity: { error: 'ERROR', warning: 'Warning', note: 'Note' },
  block: {
    'premium-rate': 'it is a premium-rate number',
    'country-not-allowed': 'calls to its country are not allowed',
  },
  finding: {
    'only-the-desk':
      'Nobody is called but the desk and its duty lead: there is neither a provider nor a backup.',
    'provider-closed-now':
      'From {{from}} to {{until}} {{who}} is closed and no backup is open: only the desk is called, unless a life is in danger.',
    'provider-closed-sometimes':
      'In the coming seven days {{who}} is closed while no backup is open ({{times}} times), next from {{from}} to {{until}}: only the desk is called then.',
    'no-internal-contacts': 'There are no internal emergency contacts.',
    'nobody-with-channel': 'None of the internal emergency contacts has a usable number or address.',
    'nobody-available-now':
      'Nobody of the internal emergency contacts is available from {{from}} to {{until}}, unless a life is in danger.',
    'nobody-available-sometimes':
      'At times nobody of the internal emergency contacts is available in the coming seven days ({{times}} times), next from {{from}} to {{until}}.',
    'nobody-available-all-week':
      'Nobody of the internal emergency contacts is available in the coming seven days.',
    'everybody-away': 'Everybody in this list is away from {{from}} to {{until}}.',
    'no-usable-channel': '{{who}} has no usable number or address.',
    'number-invalid': '{{who}}: this is no valid phone number.',
    'number-blocked': '{{who}}: this number is never called, since {{block}}.',
    'number-shared': '{{who}} has the same number as {{others}}.',
    'channel-never-tested': '{{who}} was never tested by {{channel}}.',
    'channel-unconfirmed': '{{who}}: the last test by {{channel}} was not confirmed ({{reason}}).',
    'channel-test-old': '{{who}} was last tested by {{channel}} on {{confirmedAt}}.',
    'hours-never-come': '{{who}} is not available in the coming 30 days, although hours are set.',
    'no-authorising-persons': 'There are no authorising persons.',
    'ceiling-not-reached':
      'No authorising person may approve as much as the override may cost ({{ceiling}}).',
    'texts-stopped':
      '{{who}} has texted STOP from this number, so texts do not reach them until they text START.',
    'person-without-pin': '{{who}} has no PIN, so they cannot approve anything by phone.',
    'person-without-email':
      '{{who}} has no e-mail address, so they are mailed no question, and no link to choose a PIN.',
    'no-pin': 'No authorising person has a PIN, so nobody can approve anything by phone.',
  },
  none: 'Nothing was found. All is ready.',
} as const;
