import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import './button.css'
import './choice.css'

/** Something that is on or off: a button that stays down, with a mark that does not rely on colour. */
export function Choice(props: { isOn: boolean; onChange: (isOn: boolean) => void; children: ReactNode }) {
  return (
    <ToggleButton className="button choice" data-kind="other" isSelected={props.isOn} onChange={props.onChange}>
      <span className="choice-mark" aria-hidden="true" />
      {props.children}
    </ToggleButton>
  )
}

/** One of several, of which one always holds. */
export function OneOf(props: {
  label: string
  chosen: string
  options: readonly { value: string; words: string; lang?: string }[]
  onChoose: (value: string) => void
}) {
  const { label, chosen, options, onChoose } = props
  return (
    <ToggleButtonGroup
      className="one-of"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (typeof key === 'string' && key !== chosen) onChoose(key)
      }}
    >
      {options.map(({ value, words, lang }) => (
        <ToggleButton
          key={value}
          id={value}
          className="button choice"
          data-kind="other"
          data-choice={value}
          {...(lang === undefined ? {} : { lang })}
        >
          <span className="choice-mark" aria-hidden="true" />
          {words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
