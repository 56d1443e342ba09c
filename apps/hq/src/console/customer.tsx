import { customerViewSchema, type CustomerView } from '@kairos/shared/hq-views'
import type { CustomerId } from '@kairos/shared/ids'
import { documentSchema } from './document.ts'
import { known, useHq, useRead } from './hq.ts'
import { hashOf } from './place.ts'
import { Remembered } from './remembered.tsx'
import { RunningDialogues } from './running-dialogues.tsx'
import { Timeline } from './timeline.tsx'
import { NothingYet } from './trouble.tsx'
import { ago, birthday, count, moment, money } from './words.ts'

export function CustomerPlace({ customer }: { customer: CustomerId }) {
  const hq = useHq()
  const polled = useRead(`/v1/customers/${encodeURIComponent(customer)}`, customerViewSchema, hq)
  const view = known(polled)
  return (
    <>
      <p className="back">
        <a href={hashOf({ is: 'customers', find: '' })}>‹ Customers</a>
      </p>
      {polled.is === 'trouble' && polled.why === 'missing' ? (
        <div className="nothing">
          <h1>HQ knows no such customer</h1>
          <p>
            <code>{customer}</code> was never heard of, was joined with another customer, or was erased.
          </p>
        </div>
      ) : view ? (
        <Known view={view} />
      ) : (
        <NothingYet polled={polled} />
      )}
    </>
  )
}

function Known({ view }: { view: CustomerView }) {
  // A document of another schema is still shown raw; only what is read from it is left out.
  const document = documentSchema.safeParse(view.document)
  return (
    <article className="customer" data-customer={view.customer.customer}>
      <CustomerHead view={view} profile={document.success ? document.data.profile : undefined} />
      <div className="customer-parts">
        <aside className="state">
          {document.success ? (
            <>
              <RunningDialogues document={document.data} />
              <Remembered document={document.data} />
            </>
          ) : (
            <p className="empty">This customer’s document was written by another version; below it is as it is.</p>
          )}
          <details className="raw">
            <summary>The document, as the engine sees it</summary>
            <pre tabIndex={0}>{JSON.stringify(view.document, null, 2)}</pre>
          </details>
        </aside>
        <Timeline entries={view.timeline} />
      </div>
    </article>
  )
}

type Profile = { language?: string | undefined; birthday?: string | undefined; size?: string | undefined }

function CustomerHead({ view, profile }: { view: CustomerView; profile: Profile | undefined }) {
  const { now, storeName } = useHq()
  const { customer, first, tier, home, purchases, spent, last } = view.customer
  const about = [
    tier,
    home !== undefined && `at home in ${storeName(home)}`,
    profile?.size !== undefined && `size ${profile.size}`,
    profile?.birthday !== undefined && `birthday ${birthday(profile.birthday)}`,
    profile?.language !== undefined && languageName(profile.language),
  ].filter((each) => typeof each === 'string')
  return (
    <header className="customer-head">
      <div>
        <h1>{first ?? 'No name'}</h1>
        <p>
          <span className="id">{customer}</span>
          {about.map((each) => ` · ${each}`)}
        </p>
      </div>
      <dl className="figures">
        <div>
          <dt>Purchases</dt>
          <dd>{count(purchases)}</dd>
        </div>
        <div>
          <dt>Spent</dt>
          <dd>{money(spent)}</dd>
        </div>
        <div>
          <dt>Last seen</dt>
          <dd>{last === undefined ? 'never' : <time title={moment(last)}>{ago(last, now)}</time>}</dd>
        </div>
      </dl>
    </header>
  )
}

function languageName(tag: string): string {
  try {
    return `speaks ${new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag}`
  } catch {
    return `speaks ${tag}`
  }
}
