"""What is remembered of chats is bounded, and the oldest is forgotten first."""

from bot.telegram.conversations import MOST_ANSWERS_OF_CHAT, MOST_CHATS, Answered, Conversation, Conversations, Sent


def sent_to(conversation: Conversation, question_id: int) -> Sent | None:
    """The message that a question was answered with."""
    answer = conversation.answer_to(question_id)
    return answer.sent if answer else None


def test_a_question_leads_to_its_latest_answer() -> None:
    """An answer is found by the question's id, a second one for the same question replaces the first."""
    conversation = Conversation()
    conversation.answered(1, Answered(Sent(2, has_photo=False), "where?"))
    conversation.answered(3, Answered(Sent(4, has_photo=False), "where?"))
    conversation.answered(1, Answered(Sent(5, has_photo=True), "where?"))
    assert sent_to(conversation, 1) == Sent(5, has_photo=True)
    assert sent_to(conversation, 3) == Sent(4, has_photo=False)
    assert conversation.answer_to(2) is None


def test_old_answers_are_forgotten() -> None:
    """A chat keeps its last fifty answers."""
    conversation = Conversation()
    for question_id in range(MOST_ANSWERS_OF_CHAT + 1):
        conversation.answered(question_id, Answered(Sent(1000 + question_id, has_photo=False), "where?"))
    assert conversation.answer_to(0) is None
    assert sent_to(conversation, 1) == Sent(1001, has_photo=False)
    assert sent_to(conversation, MOST_ANSWERS_OF_CHAT) == Sent(1000 + MOST_ANSWERS_OF_CHAT, has_photo=False)


def test_what_took_the_place_of_an_answer_is_the_answer() -> None:
    """A message that gave way to another is no longer the answer of any question that it answered; other answers stay."""
    conversation = Conversation()
    conversation.answered(1, Answered(Sent(2, has_photo=False), "where?"))
    conversation.answered(3, Answered(Sent(4, has_photo=False), "where?"))
    conversation.replaced(2, Sent(5, has_photo=True))
    assert sent_to(conversation, 1) == Sent(5, has_photo=True)
    assert sent_to(conversation, 3) == Sent(4, has_photo=False)
    conversation.replaced(5, Sent(6, has_photo=False))
    assert sent_to(conversation, 1) == Sent(6, has_photo=False)


def test_what_took_the_place_of_no_answer_is_none() -> None:
    """A menu that gave way to something belongs to no question, and so does what came in its place."""
    conversation = Conversation()
    conversation.answered(1, Answered(Sent(2, has_photo=False), "where?"))
    conversation.replaced(7, Sent(8, has_photo=False))
    assert sent_to(conversation, 1) == Sent(2, has_photo=False)
    assert [conversation.answer_to(question_id) for question_id in (2, 7, 8)] == [None] * 3


def test_every_chat_has_its_own_conversation() -> None:
    """A chat finds its conversation again, and never another's."""
    conversations = Conversations()
    first, second = conversations.of(1), conversations.of(2)
    assert first is not second
    assert conversations.of(1) is first
    assert conversations.of(2) is second


def test_chats_unheard_of_for_longest_are_forgotten() -> None:
    """Beyond ten thousand chats the one that was silent for longest goes, not the one that came first."""
    conversations = Conversations()
    kept = [conversations.of(chat_id) for chat_id in range(MOST_CHATS)]
    assert conversations.of(0) is kept[0]
    conversations.of(MOST_CHATS)
    assert conversations.of(0) is kept[0]
    assert conversations.of(2) is kept[2]
    assert conversations.of(1) is not kept[1]
