/** What is known of a visitor, in English. */
export const enAbout = {
  "about.verified": "Verified",
  "about.verifiedHow": "The site has proven with a signature who this is",
  "about.signed": "Signed by the site",
  "about.said": "Said by the page",
  "about.saidHow": "The page says so; nobody has proven it. Ask before you show anything private",
  "about.where": "Where they are",
  "about.page": "Page now",
  "about.lastPage": "Last page",
  "about.from": "Came from",
  "about.language": "Language",
  "about.zone": "Time zone",
  "about.device": "Device",
  "about.pages": { one: "{count} page seen", other: "{count} pages seen" },
};
