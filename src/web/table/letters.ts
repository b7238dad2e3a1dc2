/** The product's typeface, fetched after the table works: until then, and without it, the phone's own letters do. */
import latin400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2?url';
import latin600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url';
import vietnamese400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2?url';
import vietnamese600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url';

// As the package's own sheets say.
const LATIN = 'U+0000-00FF, U+0131, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212';
const VIETNAMESE =
  'U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301, U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB';

for (const [url, weight, unicodeRange] of [
  [latin400, '400', LATIN],
  [latin600, '600', LATIN],
  [vietnamese400, '400', VIETNAMESE],
  [vietnamese600, '600', VIETNAMESE],
] as const)
  document.fonts.add(
    new FontFace('Be Vietnam Pro', `url(${url}) format('woff2')`, { weight, unicodeRange, display: 'swap' }),
  );
