/** Countries and the codes before their numbers; names come from the browser. */

import type { Language } from "../core/i18n.ts";

export interface Country {
  /** Two letters, ISO 3166. */
  at: string;
  code: string;
  /** «Россия +7» */
  shown: string;
}

/** Who has a code, in capitals, and in small letters whoever shares it; a number says how far the next code is when it is not one on. */
const ALL =
  "UScaagaiasbbbmbsdmdogdgujmknkylcmpmsprsxtcttvcvgvi6RUkz13EG7ZA3GRNLBEFRES2HU3ITvaROCH2ATGBggimjeDKSENOsjPLDE2PEMXCUARBRCLCOVE2MYAU" +
  "IDPHNZSGTH15JPKR2VN2CN4TRINPKAFLKMM3IR113SSMAehDZ3TN2LY2GMSNMRMLGNCIBFNETGBJMULRSLGHNGTDCFCMCVSTGQGACGCDAOGWIO2SCSDRWETSODJKETZUGB" +
  "IMZ2ZMMGREytZWNAMWLSBWSZKM21SHER6AWFOGL51GIPTLUIEISALMTCYFIaxBG11LTLVEEMDAMBYADMCSM2UARSMEXK2HRSIBA2MK31CZSK2LI77FKBZGTSVHNNICRPAP" +
  "MHT81GPblmfBOGYECGFPYMQSRUYCWbq71TL2NFBNNRPGTOSBVUFJPWWFCKNU2WSKINCTVPFTKFMMH158KP2HKMO2KHLA24BD6TW74MVLBJOSYIQKWSAYEOM2PSAEILBHQA" +
  "BTMNNP15TJTMAZGEKG2UZ";

/** All of them by their names in this language. */
export function countries(language: Language): Country[] {
  const names = new Intl.DisplayNames(language, { type: "region" });
  let last = 0;
  return [...ALL.matchAll(/(\d*)([A-Z]{2}[a-z]*)/g)]
    .flatMap(([, step = "", all = ""]) => {
      const code = String((last += Number(step || 1)));
      return (all.toUpperCase().match(/../g) ?? []).map((at) => ({ at, code, shown: `${names.of(at)} +${code}` }));
    })
    .sort((a, b) => a.shown.localeCompare(b.shown, language));
}

/** Where this browser seems to be at home. */
export const homeOf = (list: readonly Country[], tag: string): Country | undefined => {
  const { region } = new Intl.Locale(tag).maximize();
  return list.find((one) => one.at === region);
};

/** The country that is meant by its name, its beginning, or its code. */
export function meant(list: readonly Country[], typed: string): Country | undefined {
  const text = typed.trim().toLowerCase();
  return list.find((one) => text.length > 2 && one.shown.toLowerCase().startsWith(text)) ?? list.find((one) => one.code === text.replace("+", ""));
}

/** E.164: +, the country's code, the number without what is dialled inside the country only. A number with its own + stays. */
export function international(code: string, typed: string): string {
  const digits = typed.replace(/[^\d+]/g, "").replace(/^00/, "+");
  if (digits === "" || digits[0] === "+") return digits;
  if (code === "7") return `+7${digits.length === 11 ? digits.slice(1) : digits}`;
  return `+${code}${code === "39" ? digits : digits.replace(/^0/, "")}`;
}
