"""Forms of a word that mean the same: cut off by Snowball in English and Russian, listed for Japanese and where Snowball errs."""

from functools import cache, lru_cache

import snowballstemmer

from bot.matching.spaceless import fold

_STEMMERS = {"en": "english", "ru": "russian"}

_AUXILIARIES = {
    "ja": """
        ある あります ありますか ありますでしょうか ありますかね あるの あるか あるかな あるのか あるんですか あるのですか
        あるのでしょうか あるよね ありますよね あったりします あったりしますか ございます ございますか おありですか
        おありでしょうか あんの

        あった ありました ありましたか あったの あったんですか

        いる います いますか いるの いるか いるかな いるんですか いるのですか いるのでしょうか おります おりますか
        いらっしゃいます いらっしゃいますか

        いた いました いましたか いたの

        する します しますか するの やる やります やりますか

        した しました しましたか したの したんですか やった

        している してる しています していますか してます してますか しているの してるの しているんですか してるんですか
        やってる やってるの やってんの やってんですか やっている やっています やっていますか やってます やってますか
        してんの してんですか しているのですか しているのでしょうか なさっている なさっていますか なさってる なさってますか
        していらっしゃる していらっしゃいますか していらっしゃるのですか していらっしゃるのでしょうか

        されている されています されていますか されてる されます されますか される

        された されました されましたか されたの

        行う 行います 行いますか 行われる 行われます 行われますか おこなう

        行っている 行っています 行っていますか おこなっていますか

        行われた 行われました 行われましたか

        です ですか ですかね でしょうか でしょう だ だよ だよね だね ですよね なの なのか なのかな なんですか なのですか
        なのでしょうか なんでしょうか んですか のですか のでしょうか んです のです んでしょうか だろう だろうか かな かしら

        でした でしたか だった だったの だっけ でしたっけ っけ

        できる できます できますか できますでしょうか できるの できるか できるかな できるんですか できるのですか
        できるのでしょうか 可能です 可能ですか 可能でしょうか

        できた できました できましたか できたの

        なる なります なりますか なるの なるんですか

        なった なりました なりましたか なってる なっている なっています なっていますか

        もらえる もらえます もらえますか もらえるの もらえるんですか いただける いただけます いただけますか いただけるの
        いただけるんですか いただけるのでしょうか 頂けますか もらえんの

        ほしい ほしいです ほしいのですが ほしいんだけど 欲しい 欲しいです 欲しいのですが 欲しいんだけど

        くれる くれます くれますか くれるの くれるんですか くださる くださいますか

        教えて おしえて 教えてください 教えて下さい おしえてください 教えてくれ 教えてほしい 教えてほしいです
        教えていただけますか 教えていただけますでしょうか 教えていただけませんか 教えて頂けますか 教えてもらえますか
        教えてもらえませんか 教えてくれますか 教えてくれませんか おしえていただけますか ご教示ください ご教示いただけますか
        ご教示いただけますでしょうか お教えください お教えいただけますか お聞かせください お聞かせいただけますか

        知りたい しりたい 知りたいです 知りたいのですが 知りたいんですが 知りたいんですけど

        聞きたい 聞きたいのですが 聞きたいんですが 伺いたい 伺いたいのですが お聞きしたい お聞きしたいのですが

        したい したいです したいのですが したいんですが したいんですけど したいんだけど
    """,
}
"""By language, the forms of a word that says little by itself, in a paragraph of their own; the first stands for all."""

_VERBS = {
    "ja": """
        かかる かかります かかりますか かかりますでしょうか かかるの かかるんですか かかるのですか かかるのでしょうか かかんの
        掛かる 掛かります 掛かりますか

        行ける 行けます 行けますか 行けるの 行けるんですか 行けるのですか いける いけます いけますか いけるの

        習える 習えます 習えますか 習えるの 習えるんですか ならえる ならえます ならえますか 学べる 学べます 学べますか 学べるの
        学べるんですか まなべる まなべます まなべますか

        通える 通えます 通えますか 通えるの かよえる かよえます かよえますか

        入れる 入れます 入れますか はいれる はいれます はいれますか

        使える 使えます 使えますか 使えるの つかえる つかえます つかえますか

        借りられる 借りられます 借りられますか 借りられるの 借りれる 借りれますか かりられる かりられます かりられますか
        かりれますか

        決まった 決まりました 決まりましたか 決まったの 決まってる 決まっている 決まっています 決まっていますか きまった
        きまりましたか

        始まる 始まります 始まりますか 始まるの はじまる はじまります はじまりますか

        始まった 始まりました 始まりましたか はじまった はじまりました はじまりましたか

        話した 話しました 話しましたか 話したの はなした はなしました はなしましたか

        会った 会いました 会いましたか 会ったの あいましたか

        減った 減りました 減りましたか 減ったの へった へりました へりましたか

        増えた 増えました 増えましたか 増えたの ふえた ふえました ふえましたか
    """,
}
"""The same of words that do."""


_APART = {
    "en": """
        according accordingly accordance

        authority authorities authoritys

        busy

        expensive

        hospitality

        seconds second
    """,
    "ru": """
        будет буду будем будете будешь будут будь будьте

        визит визита визитам визитами визитах визите визитов визитом визиту визиты

        входит входил входила входили входило входить входишь входят

        данный данная данное данной данному данном данного данную

        действительно

        жила жил жили

        запах запаха запахи запахов запахом

        запое

        исходит исходить исходя исходят

        отходит отходил отходила отходили отходить отходят

        платье платья платьев

        почем

        расходится расходимся расходятся

        руль руле рулем руля рулю

        следует

        следит следил следила следите следить следят

        снизу

        согласен согласна согласны

        стою стоим стоишь стоя стоял стояла стояли

        условия условие условием условий условиям условиях

        чей чьего чьей чьи чьих чья чье

        штаты штатах штатов
    """,
}
"""The same of words that Snowball takes for forms of another, such as "буду" ("I shall") for one of "будо" (the martial arts).
The first must not be what Snowball makes of that other."""


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The word without its inflection; the word itself where nothing is known of that."""
    algorithm = _STEMMERS.get(language)
    return forms(language).get(word) or (str(_stemmer(algorithm).stemWord(word)) if algorithm else word)


@cache
def forms(language: str) -> dict[str, str]:
    """The listed forms of words, and what each is a form of, as `words` gives them."""
    return verbs(language) | _forms(_APART.get(language, ""))


@cache
def verbs(language: str) -> dict[str, str]:
    """Those of common verbs, those that say little included."""
    return auxiliaries(language) | _forms(_VERBS.get(language, ""))


@cache
def auxiliaries(language: str) -> dict[str, str]:
    """Those of words that say little by themselves."""
    return _forms(_AUXILIARIES.get(language, ""))


def _forms(listed: str) -> dict[str, str]:
    groups = [list(map(fold, group.split())) for group in listed.split("\n\n")]
    return {form: group[0] for group in groups for form in group}


@cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
