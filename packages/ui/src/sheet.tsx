import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { UNSAFE_PortalProvider as PortalProvider } from 'react-aria/PortalProvider'
import './sheet.css'

interface SheetProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Where the sheet hangs, so that it is drawn as what it belongs to. */
  within: () => HTMLElement | null
}

/** What rises from the lower edge over a page, and goes away by a touch beside it, by Escape, or by its own button. */
export function Sheet({ isOpen, onClose, title, children, within }: SheetProps) {
  return (
    <PortalProvider getContainer={within}>
      <ModalOverlay className="sheet-ground" isOpen={isOpen} isDismissable onOpenChange={(open) => !open && onClose()}>
        <Modal className="sheet">
          <Dialog className="sheet-content">
            <Heading slot="title" className="sheet-title display">
              {title}
            </Heading>
            {children}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </PortalProvider>
  )
}
