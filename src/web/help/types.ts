/** Shapes of the help's answers. */
export type GuideTitle = Readonly<{ slug: string; title: string; summary: string; roles: readonly string[] }>;
export type GuidePage = GuideTitle & Readonly<{ html: string }>;
export type Beside = Readonly<{ lines: readonly string[]; guide: readonly GuideTitle[] }>;
export type FindingHelp = Readonly<{
  code: string;
  group: string;
  title: string;
  why: string;
  remedy: string;
}>;
export type Term = Readonly<{ vietnamese: string; english: string; meaning: string; identifier: string }>;
export type Hit = Readonly<{
  kind: 'guide' | 'finding' | 'term' | 'answer';
  id: string;
  title: string;
  excerpt: readonly { text: string; hit: boolean }[];
}>;
