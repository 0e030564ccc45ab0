/** Words of what is asked after a talk. */
export const afterEn = {
  rateTitle: "Did we help?",
  rateYes: "Yes",
  rateNo: "No",
  rateHint: "One tap. A comment is up to you.",
  ratePlaceholder: "What could we have done better?",
  rateSend: "Send the comment",
  rateChange: "Change my answer",
  copyTitle: "A copy of the talk",
  copyMail: "Your e-mail address",
  copySend: "Send me a copy",
  copySent: "The copy is on its way.",
  copyRefused: "No more copies can be sent of this talk.",
  copyWrong: "An address looks like name@example.com",
  rateThanks: "Thank you, we have got your answer.",
  goOn: "Anything else? Just write, the talk will go on.",
};
