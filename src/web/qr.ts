import { toString as drawQr } from 'qrcode'
import { type Html, html, trusted } from './ui/html.ts'

/** A QR code of an address as a picture that needs nothing from elsewhere; `label` says what it opens. */
export async function qrCode(address: string, label: string): Promise<Html> {
  const svg = await drawQr(address, {
    type: 'svg',
    margin: 2,
    errorCorrectionLevel: 'M',
    color: { dark: '#000000', light: '#ffffff' },
  })
  return html`<figure class="qr"><div role="img" aria-label="${label}">${trusted(svg)}</div><figcaption>${label}</figcaption></figure>`
}
