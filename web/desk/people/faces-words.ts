import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "title": "What visitors see",
  "how": "Your name and picture in the chat. A site without its own shows what stands under «Everywhere»; without a picture, the first letter.",
  "everywhere": "Everywhere",
  "name": "Name on this site", "asUsual": "As everywhere: {name}",
  "choose": "Choose a picture", "chooseOn": "Choose a picture for {site}", "drop": "Take the picture off", "dropOn": "Take the picture off: {site}",
  "limit": "Any photo: it is cut to a square and made small here, before it leaves.",
  "bad": "This file could not be read as a picture.",
  "saved": "Saved", "save": "Save", "none": "No site is connected yet.",
  "signature": "Signature of letters",
  "signature.how": "Stands under your answers that go by mail. **bold**, _italic_ and links work, markup does not.",
  "signature.text": "Signature", "signature.seen": "How it looks", "signature.sample": "Your answer.", "signature.none": "{name}, name of the site",
  "signature.long": "A signature has at most 2,000 characters.",
};

const ru: Translated<typeof en> = {
  "title": "Каким вас видят посетители",
  "how": "Имя и фотография в чате. Если у сайта нет своих, показывается то, что стоит в «Везде»; без фотографии — первая буква.",
  "everywhere": "Везде",
  "name": "Имя на этом сайте", "asUsual": "Как везде: {name}",
  "choose": "Выбрать фотографию", "chooseOn": "Выбрать фотографию: {site}", "drop": "Убрать фотографию", "dropOn": "Убрать фотографию: {site}",
  "limit": "Любое фото: оно обрежется до квадрата и уменьшится здесь, до отправки.",
  "bad": "Этот файл не читается как картинка.",
  "saved": "Сохранено", "save": "Сохранить", "none": "Ни один сайт ещё не подключён.",
  "signature": "Подпись в письмах",
  "signature.how": "Стоит под ответами, которые уходят почтой. Работают **жирный**, _курсив_ и ссылки, разметка — нет.",
  "signature.text": "Подпись", "signature.seen": "Как это выглядит", "signature.sample": "Ваш ответ.", "signature.none": "{name}, название сайта",
  "signature.long": "В подписи не больше 2000 знаков.",
};

export const faceWords = speaker(en, ru);
