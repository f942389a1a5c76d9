/**
 * What an act says by somebody's choice, or from outside of the journal: another value is another choice, not another
 * procedure. By action, `table.column` or `detail.name`; docs/decisions/mutations.md says the same in words.
 */
export const CHOICES: readonly { why: string; of: Readonly<Record<string, readonly string[]>> }[] = [
  {
    why: 'somebody chose it, within bounds that the act checks',
    of: {
      'account.grant': ['grant.role', 'grant.scope', 'grant.validFrom', 'grant.validUntil', 'grant.personId'],
      'request.submit': [
        ...['request.kind', 'request.profile', 'request.reason', 'request.holderId', 'request.workstationId'],
        ...['request.deliverySite', 'request.priority', 'request.comment', 'request.replacesTokenId'],
        ...['request.deviceId', 'device.kind', 'device.name'],
      ],
      'request.approve': ['request.priorityReason'],
      'request.prioritise': ['request.priorityReason'],
      'request.amend': ['request.workstationId', 'request.deliverySite', 'request.comment'],
      'workstation.signItem': ['checkItem.item', 'checkItem.value'],
      'apiToken.create': ['apiToken.scopes', 'apiToken.expiresAt', 'apiToken.thumbprint'],
      'credential.download': ['detail.form'],
      'suggestion.dismiss': ['detail.kind', 'detail.role', 'detail.scope', 'detail.reason', 'subject'],
      'journal.read': ['detail.text', 'detail.action', 'detail.subject'],
      'journal.export': ['detail.from', 'detail.to', 'detail.openings'],
      'request.export': ['detail.list', 'detail.state', 'detail.kind', 'detail.text'],
      'person.export': ['detail.list', 'detail.text'],
      'workstation.export': ['detail.state', 'detail.text'],
      'stock.export': ['detail.state', 'detail.text'],
      'entry.export': ['detail.text', 'detail.action', 'detail.outcome'],
      'mail.again': ['subject', 'detail.template', 'detail.tries'],
      'mail.giveUp': ['subject', 'detail.template', 'detail.tries'],
      'destruction.print': ['subject'],
      'paper.print': ['subject'],
      'commissioning.print': ['subject', 'detail.round'],
      'account.endSessions': ['subject'],
    },
  },
  {
    why: 'it is counted, hashed or named outside of the journal, which cannot tell another one from it',
    of: {
      'certificate.intend': ['certificate.publicKeyHash'],
      'certificate.issue': ['certificate.sha256'],
      'authority.intend': ['authority.subject', 'authority.serialNumber', 'authority.notBefore'],
      'authority.make': ['authority.sha256'],
      'ca.begin': ['detail.act'],
      'account.firstLink': ['subject'],
      'crl.takeOver': [
        ...['subject', 'certificate.id', 'certificate.revokedAt', 'certificate.notBefore', 'certificate.intendedAt'],
        ...['crl.entries', 'crl.sha256', 'crl.thisUpdate', 'crl.nextUpdate', 'crl.number'],
      ],
      'authority.adopt': ['authority.sha256', 'authority.subject', 'authority.serialNumber'],
      'ca.ceremony': ['detail.reportSha256'],
      'ca.renew': ['detail.reportSha256'],
      'ca.revoke': ['detail.reportSha256'],
      'ca.root-crl': ['detail.reportSha256'],
      'crl.publish': ['crl.entries', 'crl.sha256'],
      'server.certify': ['certificate.sha256'],
      'production.begin': ['token.keyId'],
      'request.submit': ['request.contentHash', 'request.contentSalt'],
      'request.amend': ['request.contentHash', 'request.contentSalt'],
      'accessLog.seal': ['detail.count', 'detail.sha256', 'detail.keptSince'],
      'access.refused': ['detail.count', 'detail.from', 'detail.to'],
      'account.endSessions': ['detail.ended'],
      'session.endAll': ['detail.ended'],
      'passkey.register': ['detail.passkey'],
      'passkey.remove': ['detail.passkey'],
      'passkey.use': ['detail.passkey', 'subject'],
      'directory.read': [
        ...['detail.added', 'detail.leavers', 'detail.refused', 'detail.seen', 'detail.suggestions'],
        ...['detail.unchanged', 'detail.updated', 'detail.code', 'detail.left', 'detail.present'],
      ],
      'journal.verify': ['detail.root', 'detail.signed', 'detail.size'],
      'journal.compared': [
        ...['detail.cause', 'detail.size', 'detail.rows', 'detail.sealed', 'detail.purged', 'detail.differences'],
      ],
      'row.distrust': ['detail.kind', 'subject'],
      'row.trust': ['subject'],
      'row.repair': ['detail.kind', 'subject'],
      'report.mail': ['detail.copies', 'detail.size'],
      'report.print': ['detail.size'],
      'restore.end': ['detail.ended', 'detail.passkeys', 'detail.passwords', 'detail.sessions', 'detail.links'],
      'service.start': ['detail.policySha256', 'detail.profiles'],
      'backup.make': ['detail.sha256'],
      'vault.rotate': ['detail.secrets', 'detail.source'],
    },
  },
  {
    why: 'a certificate begins at some moment of the hour before it was ordered, which the CA chose',
    of: { 'certificate.intend': ['certificate.notBefore'] },
  },
  {
    why: 'it is what the house calls its own things, as typed or as a file said it',
    of: {
      'workstation.amend': [
        ...['workstation.model', 'workstation.service', 'workstation.site'],
        ...['workstation.serialNumber', 'workstation.image'],
      ],
      'stock.receive': ['delivery.reference', 'delivery.model', 'delivery.count'],
      'workstation.register': [
        ...['workstation.model', 'workstation.service', 'workstation.site', 'workstation.assetNumber'],
        ...['workstation.serialNumber', 'workstation.image'],
      ],
      'workstation.import': [
        ...['workstation.model', 'workstation.service', 'workstation.site', 'workstation.assetNumber'],
        ...['workstation.serialNumber', 'workstation.image'],
      ],
      'person.found': ['person.service', 'person.site'],
      'person.add': ['person.service', 'person.site'],
      'person.update': ['person.service', 'person.site'],
      'production.begin': ['job.slot'],
    },
  },
];

/** Why another value of this column, or of this word of the detail, is another choice; undefined where nobody chose it. */
export function choiceOf(action: string, what: string): string | undefined {
  return CHOICES.find(({ of }) => of[action]?.includes(what))?.why;
}
