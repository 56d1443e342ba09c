/**
 * Chromium gets a scheme of the program's own as a host of its own below localhost, which is a secure context too:
 * kairos://screen/x is http://screen.kairos.localhost/x there.
 */
const OWN = /^(?!https?:|file:|data:|about:|blob:|chrome:)([a-z][a-z0-9+.-]*):\/\/([^/]*)/
const CARRIED = /^http:\/\/([^/]*)\.([a-z0-9+-]+)\.localhost/

export const carried = (url: string): string => url.replace(OWN, 'http://$2.$1.localhost')
export const meant = (url: string): string => url.replace(CARRIED, '$2://$1')
