import { classesIn, onlyUsed } from '../../src/setup/style-sheet.mjs';

const used = classesIn(['<p class="fr-text fr-badge fr-icon-add-line">', '`fr-alert--` + kind']);
const left = (css: string) => onlyUsed(css, used);

describe('what pages use of a style sheet', () => {
  it('is the rules whose classes they name, and those without a class', () => {
    expect(left('a{color:red}.fr-text{b:c}.fr-card{d:e}.fr-text .fr-card{f:g}.fr-text>p{h:i}')).toBe(
      'a{color:red}.fr-text{b:c}.fr-text>p{h:i}',
    );
    expect(left('.fr-text-more{a:b}')).toBe('');
  });

  it('leaves of a list of selectors those that can match', () => {
    expect(left('.fr-card,.fr-text:is(a,b),[title="a,b{"] .fr-card{a:b}')).toBe('.fr-text:is(a,b){a:b}');
  });

  it('holds every class that begins as one made of two parts', () => {
    expect(left('.fr-alert--info{a:b}.fr-alert__title{c:d}')).toBe('.fr-alert--info{a:b}');
  });

  it('asks of a negation no class, and of the beginning of one that some class begins so', () => {
    expect(left('.fr-text:not(.fr-card):not(:is(.fr-card)){a:b}')).toBe(
      '.fr-text:not(.fr-card):not(:is(.fr-card)){a:b}',
    );
    expect(left('[class^=fr-icon-],[class*=" fr-icon-"]{a:b}')).toBe('[class^=fr-icon-],[class*=" fr-icon-"]{a:b}');
    expect(left('.fr-text[class*=" fr-fi-"]{a:b}')).toBe('');
  });

  it('is no condition with nothing in it, no typeface, and nothing for Internet Explorer', () => {
    expect(
      left(
        '@charset "UTF-8";/*! a{} */@media (min-width:1em){.fr-card{a:b}.fr-text{c:d}}@media print{.fr-card{a:b}}' +
          '@font-face{src:url(x)}@media screen and (min-width:0\\0){a{b:c}}@supports (a:b){.fr-text{e:f}}',
      ),
    ).toBe('@media (min-width:1em){.fr-text{c:d}}@supports (a:b){.fr-text{e:f}}');
    expect(left('@keyframes turn{from{a:b}to{c:d}}')).toBe('@keyframes turn{from{a:b}to{c:d}}');
  });

  it('takes dark colours where the page follows a dark machine too, with the same weight, and on no paper', () => {
    const dark =
      '@media screen{:root[data-fr-theme=dark] .fr-text{a:b}' +
      '@media (prefers-color-scheme:dark){:root[data-fr-theme=system] .fr-text{a:b}}}';
    expect(left(':root[data-fr-theme=dark] .fr-text{a:b}')).toBe(dark);
    expect(left(':root[data-fr-theme=dark] .fr-text,.fr-badge{a:b}')).toBe(`.fr-badge{a:b}${dark}`);
  });

  it('reads braces, brackets and quotation marks inside a value as part of it', () => {
    const value = `url("data:image/svg+xml,<svg style='a{b:c;}'></svg>")`;
    expect(left(`.fr-text{a:${value};b:url(x;y)}.fr-badge{c:d}.fr-text::before{content:"\\"}"}`)).toBe(
      `.fr-text{a:${value};b:url(x;y)}.fr-badge{c:d}.fr-text::before{content:"\\"}"}`,
    );
  });
});
