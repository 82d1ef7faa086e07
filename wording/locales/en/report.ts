/** What Beistand itself writes into an incident, and tells whoever decides about one. */
export const report = {
  statusHelp: 'The traveller answered a status call with "Help".',
  statusDuress: 'The traveller answered a status call with the duress code.',
  writtenDuress: 'The traveller sent the duress code by text message.',
  call: 'Call to the emergency number.',
  calledAgain: 'The caller has called the emergency number again.',
  text: 'Text message to the emergency number.',
  overrideEffect:
    'The assistance provider is told at once to act without authorisation, up to {{ceiling}}, again and again until a human there accepts the mandate. The authorising persons are asked to approve it afterwards. This cannot be undone.',
} as const;
