"""Words that carry the grammar of a language rather than the subject: sharing them is no evidence that a match is right."""

from functools import cache

from bot.matching.inflection import auxiliaries, verbs
from bot.matching.spaceless import fold
from bot.matching.words import normalise

_FUNCTION_WORDS = {
    "en": """
        a an the this that these those some any all both each every such same other another one ones i me my mine myself
        you your yours yourself he him his she her hers it its itself we us our ours they them their theirs am is are
        was were be been being  do does did done doing have has had having will would shall should can could
        may might must gonna wanna gotta let lets of in on at by for with about into onto from to up over under out off
        than as per via within around between through and or but nor so if then else because while though although
        that's there's here's it's i'm i'd i've i'll you're we're they're he's she's don't doesn't didn't isn't aren't
        wasn't weren't can't cannot couldn't won't wouldn't shouldn't haven't hasn't here there now just only even still
        already also too very quite really actually basically exactly simply again ever yet yes yeah yep yup nope please
        pls thanks thank kindly sorry well okay ok alright right anyway um uh uhm er erm hmm ah oh hey hi hello dear
        guys folks everyone everybody anyone anybody someone somebody something anything like kind sort bit lot lots
        thing things stuff way mean know tell say said ask asked asking want wanted need wonder wondering curious
        interested think guess suppose heard hear see look looking find get got give gave make made go going happen much
        many more most less least lol haha btw fyi imho
    """,
    "ru": """
        и в во на с со к ко о об обо от до по за из у для при про без под над через между около возле среди после перед
        а но или либо же ли бы б не ни да нет ну вот ведь то это этот эта эти этого этой этом этих тот та те того той тех
        такой такая такое такие так тут там здесь сюда туда сейчас теперь тогда потом еще уже только лишь даже тоже также
        очень вообще просто прямо типа короче блин ага угу эм ээ значит вроде кажется пожалуй наверное случайно вдруг
        я меня мне мной ты тебя тебе вы вас вам вами он его ему она ее ей мы нас нам они их им ними себя себе сам сами свой
        свою свои мой моя мое мои твой ваш ваша ваше ваши вашего вашей ваших наш наша наше наши всё все весь вся всех всем
        есть быть был была было были будет будут является являются бывает можно могу можем может могут можете нужно надо
        хочу хотел хотела хотим хотелось хочется узнать знать знаю знаете знаешь интересно интересует интересуюсь скажите
        скажи подскажите подскажи расскажите расскажи объясните напишите сообщите пожалуйста пж плиз спасибо спс извините
        простите здравствуйте привет добрый день вечер утро слышал слышала говорят сказали думаю понял поняла понимаю правда
        верно если чтобы потому поэтому раз хоть один одна одно некоторые любой каждый другой другие вещь вещи штука ребят
        ребята люди друзья господа
    """,
    "ja": """
        は が を に で と も の へ や か ね よ な から まで より って とか など しか ほど くらい ぐらい には では とは へは
        のは のか ですが ます ますか ました ましたか ません ませんか じゃ じゃない ではない ください 下さい お願いします
        おねがいします すみません すいません あの あのー えっと ええと ちなみに ところで という といった って何 について
        に関して に関する において における として による によって こと もの それ これ あれ その この あの そこ ここ あそこ
        そちら こちら また そして でも ので のですが んですが んだ んだけど けど けれど ちょっと もう まだ さん 様 方 的 私
        わたし 僕 俺 自分 皆さん みなさん 思う 思います 思って 言う いう 言って 聞いた 聞いたん ようです らしい みたい もし
        場合 ため ために よう ような ように 何か なにか っていう ってのは さ ほら なら なんか なんて まあ いや うん だけ だと あと
        ぶっちゃけ 実は 正直 一体 いったい とりあえず 恐れ入りますが 恐縮ですが 差し支えなければ よろしければ もしよろしければ
        もしよければ すみませんが 失礼ですが お手数ですが お手数をおかけしますが お忙しいところ つかぬことを伺いますが
        わけ じゃん よね どうし どうしで 同士 同士で
    """,
}

_QUESTION_WORDS = {
    "ja": """
        どこ どちら いつ だれ 誰 どなた なに 何 なん いくら いくつ どう どうやって どのように どうすれば どうしたら なぜ
        なんで どうして どの どんな どれ どのくらい どれくらい どれぐらい どのぐらい 何人 何年 何時 何月 何日 何語 何ヶ月
        何か月 何名 何回 何社 何か所 いつから いつまで どこで どこに どこから どこの だれが 誰が だれの 誰の なにを 何を
        なにが 何が いかが
    """,
}


_LOCATIVES = {"en": frozenset({"in", "at", "near"})}


def locatives(language: str) -> frozenset[str]:
    """Words after which an unknown word is the name of a place, or of whatever an open word list holds."""
    return _LOCATIVES.get(language, frozenset())


_WITH_CASES = frozenset({"ru"})


def names_inflect(language: str) -> bool:
    """Whether names change with their part in the sentence, so that a name is recognised by its stem."""
    return language in _WITH_CASES


@cache
def function_words(language: str) -> frozenset[str]:
    """Words and fillers that say next to nothing about the subject, as `words` gives them."""
    return frozenset(auxiliaries(language)) | frozenset(map(_written, _FUNCTION_WORDS.get(language, "").split()))


def common_words(language: str) -> frozenset[str]:
    """Words by which a text without spaces falls apart, whatever it is about: of grammar, inflected, or asking."""
    asking = map(_written, _QUESTION_WORDS.get(language, "").split())
    return function_words(language) | frozenset(verbs(language)) | frozenset(asking)


def _written(word: str) -> str:
    return fold(normalise(word)).replace("'", "")
