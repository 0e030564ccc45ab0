/** What is known of a visitor, in Russian. */
export const ruAbout = {
  "about.verified": "Подтверждён",
  "about.verifiedHow": "Сайт подтвердил подписью, кто это",
  "about.signed": "Подписано сайтом",
  "about.said": "Сказано страницей",
  "about.saidHow": "Так говорит страница, этого никто не подтвердил. Спросите, прежде чем показать что-то личное",
  "about.where": "Где посетитель",
  "about.page": "Сейчас на странице",
  "about.lastPage": "Последняя страница",
  "about.from": "Пришёл с",
  "about.language": "Язык",
  "about.zone": "Часовой пояс",
  "about.device": "Устройство",
  "about.pages": {
    one: "Просмотрена {count} страница", few: "Просмотрено {count} страницы", many: "Просмотрено {count} страниц", other: "Просмотрено {count} страницы",
  },
};
