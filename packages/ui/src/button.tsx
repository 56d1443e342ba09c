import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import './button.css'

export interface ButtonProps {
  /** `main` is the one thing to do; `other` stands beside it; `quiet` is the way out. */
  kind?: 'main' | 'other' | 'accent' | 'quiet'
  onPress: () => void
  children: ReactNode
  className?: string
  isDisabled?: boolean
  /** Read instead of the content, where the content is a drawing. */
  label?: string
  /** The response that this button gives, for those who look at the page from outside. */
  response?: string
  lang?: string
  dir?: 'ltr' | 'rtl'
}

/** A button for fingers, and for a keyboard: it gives way at once when pressed. */
export function Button(props: ButtonProps) {
  const { kind = 'other', onPress, children, className, isDisabled, label, response, lang, dir } = props
  return (
    <AriaButton
      className={className === undefined ? 'button' : `button ${className}`}
      data-kind={kind}
      data-response={response}
      onPress={onPress}
      {...(isDisabled === undefined ? {} : { isDisabled })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(lang === undefined ? {} : { lang })}
      {...(dir === undefined ? {} : { dir })}
    >
      {children}
    </AriaButton>
  )
}
