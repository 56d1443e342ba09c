import type { ReactNode } from 'react'
import { titleLength } from '../text-density.ts'

interface NoticeProps {
  title: string
  body?: string
  /** Stands where a picture would. */
  figure?: ReactNode
  /** The language of the words, where they are the chain's. */
  lang?: string
  /** More words, below the body. */
  more?: ReactNode
  /** What can be pressed. */
  children?: ReactNode
}

/** Something to know, said in one breath, and what can be done about it. */
export function Notice({ title, body, figure, lang, more, children }: NoticeProps) {
  return (
    <div className="notice-state" data-figured={figure === undefined ? undefined : ''}>
      {figure}
      <div className="words" {...(lang === undefined ? {} : { lang })}>
        <h1 className="title display" data-length={titleLength(title)}>
          {title}
        </h1>
        {body !== undefined && body !== '' && <p className="body">{body}</p>}
        {more}
      </div>
      {children !== undefined && <div className="asks">{children}</div>}
    </div>
  )
}
