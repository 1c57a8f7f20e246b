<?php

declare(strict_types=1);

namespace Drupal\Tests\creno\Unit;

use Drupal\Component\Utility\Html;
use Drupal\creno\ShortcodeReplacer;
use Drupal\Tests\UnitTestCase;

/**
 * Tests where widgets are put in a text.
 *
 * @coversDefaultClass \Drupal\creno\ShortcodeReplacer
 *
 * @group creno
 */
class ShortcodeReplacerTest extends UnitTestCase {

  /**
   * Tests what a text becomes.
   *
   * @covers ::replace
   *
   * @dataProvider texts
   */
  public function testReplace(string $text, string $expected): void {
    $document = Html::load($text);
    $found = ShortcodeReplacer::replace($document, static function (array $choices): array {
      $widget = (new \DOMDocument())->createElement('creno-booking');
      foreach ($choices as $name => $value) {
        $widget->setAttribute($name, $value);
      }
      return [$widget];
    });
    $this->assertSame($expected, Html::serialize($document));
    $this->assertSame(str_contains($expected, '<creno-booking'), $found);
  }

  /**
   * Texts, as editors and other filters leave them, and what is shown.
   */
  public static function texts(): array {
    $code = '[creno agency="paris"]';
    $widget = '<creno-booking agency="paris"></creno-booking>';
    return [
      'alone in a paragraph' => ["<p>$code</p>", $widget],
      'with entities' => ['<p>&nbsp;[creno&nbsp;agency=&quot;paris&#34;]&nbsp;</p>', $widget],
      'with French quotes' => ['<p>[creno agency=&laquo;&nbsp;paris&nbsp;&raquo;]</p>', $widget],
      'between paragraphs' => ["<p>Un</p>\n<p>$code</p>\n<p>Deux</p>", "<p>Un</p>\n$widget\n<p>Deux</p>"],
      'with a class' => ["<p class=\"text-align-center\">$code</p>", $widget],
      'two in a paragraph' => ["<p>$code<br>$code</p>", $widget . $widget],
      'text in the paragraph' => ["<p>Ici : $code.</p>", "<p>Ici : $widget.</p>"],
      'without paragraph' => [$code, $widget],
      'in a list' => ["<ul><li>$code</li></ul>", "<ul><li>$widget</li></ul>"],
      'unknown attribute' => [
        '<p>[creno agency="paris" src="x"]</p>',
        '<p>[creno agency="paris" src="x"]</p>',
      ],
      'in code' => ["<pre><code>$code</code></pre>", "<pre><code>$code</code></pre>"],
      'in a link' => ["<p><a href=\"/\"><em>$code</em></a></p>", "<p><a href=\"/\"><em>$code</em></a></p>"],
      'in an attribute' => [
        '<p title="[creno agency=&quot;paris&quot;]">a</p>',
        '<p title="[creno agency=&quot;paris&quot;]">a</p>',
      ],
      'in a comment' => ["<p>a<!-- $code --></p>", "<p>a<!-- $code --></p>"],
      'escaped markup beside' => ["<p>&lt;script&gt;$code</p>", "<p>&lt;script&gt;$widget</p>"],
      'cut by markup' => ['<p>[creno <b>agency</b>="paris"]</p>', '<p>[creno <b>agency</b>="paris"]</p>'],
    ];
  }

  /**
   * Tests a shortcode that shows nothing.
   *
   * @covers ::replace
   */
  public function testNothingToShow(): void {
    $document = Html::load('<p>a</p><p>[creno]</p>');
    $this->assertTrue(ShortcodeReplacer::replace($document, static fn (): array => []));
    $this->assertSame('<p>a</p>', Html::serialize($document));
  }

}
