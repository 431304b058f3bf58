import type { Setup } from '../model/setup.ts';

/** What a Python distribution opens or calls by name when it runs, so that no file of it names it as needed. */
interface Opens {
  libraries?: string;
  programs?: string;
}

/** By normalised name (PEP 503); each from the distribution's own source or installation notes. */
const OPENS: Record<string, Opens> = {
  cairocffi: { libraries: 'cairo' },
  cairosvg: { libraries: 'cairo' },
  fiona: { libraries: 'gdal' },
  gitpython: { programs: 'git' },
  'discord-py': { libraries: 'opus', programs: 'ffmpeg' },
  'ffmpeg-python': { programs: 'ffmpeg ffprobe' },
  nbconvert: { programs: 'pandoc' },
  opuslib: { libraries: 'opus' },
  pango: { libraries: 'pango-1.0' },
  pdf2image: { programs: 'pdftoppm pdftocairo pdfinfo' },
  pdfkit: { programs: 'wkhtmltopdf' },
  'pdftotext-cli': { programs: 'pdftotext' },
  psycopg: { libraries: 'pq' },
  pydot: { programs: 'dot' },
  graphviz: { programs: 'dot' },
  pydub: { programs: 'ffmpeg ffprobe' },
  pylibdmtx: { libraries: 'dmtx' },
  pypandoc: { programs: 'pandoc' },
  pytesseract: { programs: 'tesseract' },
  'python-magic': { libraries: 'magic' },
  pyusb: { libraries: 'usb-1.0' },
  pyvips: { libraries: 'vips' },
  pyzbar: { libraries: 'zbar' },
  rtree: { libraries: 'spatialindex spatialindex_c' },
  sounddevice: { libraries: 'portaudio' },
  soundfile: { libraries: 'sndfile' },
  wand: { libraries: 'MagickWand MagickCore' },
  weasyprint: { libraries: 'gobject-2.0 pango-1.0 pangoft2-1.0 harfbuzz harfbuzz-subset fontconfig' },
  xmlsec: { programs: 'xmlsec1' },
};

/** Libraries that the installed packages open by name. */
export const librariesOpened = (setup: Setup): string[] => named(setup, ({ libraries }) => libraries);

/** Programs that the installed packages call. */
export const programsCalled = (setup: Setup): string[] => named(setup, ({ programs }) => programs);

function named(setup: Setup, what: (opens: Opens) => string | undefined): string[] {
  const installed = setup.facts.image?.pythonPackages ?? requirementNames(setup);
  const words = installed.flatMap((name) => {
    const opens = Object.hasOwn(OPENS, name) ? OPENS[name] : undefined;
    return (opens && what(opens))?.split(' ') ?? [];
  });
  return [...new Set(words)];
}

/** Where nothing was observed, what the requirement files name. */
function requirementNames(setup: Setup): string[] {
  return [...setup.files].flatMap(([path, text]) =>
    /requirements[^/]*\.(txt|in)$/.test(path)
      ? [...text.matchAll(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm)].map(([, name = '']) => normalName(name))
      : [],
  );
}

/** https://peps.python.org/pep-0503/#normalized-names */
export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
