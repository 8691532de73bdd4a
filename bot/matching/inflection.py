"""Forms of a word that mean the same: cut off by Snowball in English and Russian, listed for Japanese."""

from functools import cache, lru_cache

import snowballstemmer

from bot.matching.spaceless import fold

_STEMMERS = {"en": "english", "ru": "russian"}

_FORMS = {
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
        やってる やってるの やっている やっています やっていますか やってます やってますか なさっている なさっていますか

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
        いただけるんですか いただけるのでしょうか 頂けますか

        くれる くれます くれますか くれるの くれるんですか くださる くださいますか

        教えて おしえて 教えてください 教えて下さい おしえてください 教えてくれ 教えてほしい 教えてほしいです

        知りたい しりたい 知りたいです 知りたいのですが 知りたいんですが 知りたいんですけど

        聞きたい 聞きたいのですが 聞きたいんですが 伺いたい 伺いたいのですが お聞きしたい お聞きしたいのですが

        したい したいです したいのですが したいんですが したいんですけど したいんだけど
    """,
}
"""By language, the forms of a word in a paragraph of their own; the first stands for all."""


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The word without its inflection; the word itself where nothing is known of that."""
    algorithm = _STEMMERS.get(language)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else forms(language).get(word, word)


@cache
def forms(language: str) -> dict[str, str]:
    """The listed forms of words, and what each is a form of, as `words` gives them."""
    groups = [list(map(fold, group.split())) for group in _FORMS.get(language, "").split("\n\n")]
    return {form: group[0] for group in groups for form in group}


@cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
